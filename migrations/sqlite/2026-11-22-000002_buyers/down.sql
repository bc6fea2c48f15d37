DROP INDEX group_buyers_buyer;
DROP TABLE buyer_sellers;
DROP TABLE buyer_contacts;
DROP TABLE buyers;
