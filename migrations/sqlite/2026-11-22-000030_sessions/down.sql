DROP TABLE session_refreshes;
DROP TABLE sessions;
