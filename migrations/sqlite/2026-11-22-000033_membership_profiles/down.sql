DROP TABLE membership_stores;
DROP TABLE membership_profiles;
