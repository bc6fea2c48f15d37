DROP TABLE member_pins;
