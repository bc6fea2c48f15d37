DROP TABLE icons;
