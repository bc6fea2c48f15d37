DROP TABLE device_uses;
DROP TABLE devices;
