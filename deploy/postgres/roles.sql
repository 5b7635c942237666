-- Roles and databases, made once by an administrator: psql -v owner_password=… -v app_password=… -v temporal_password=… -f roles.sql
-- What each role of Duly may do stands in migrations/. None is a superuser, and only duly_owner may change the schema.
CREATE ROLE duly_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE duly_app LOGIN PASSWORD :'app_password';
-- Nothing signs in as these two yet; migrations grant them their rights.
CREATE ROLE duly_pruner NOLOGIN;
CREATE ROLE duly_vault NOLOGIN;
CREATE DATABASE duly OWNER duly_owner;
REVOKE CONNECT ON DATABASE duly FROM PUBLIC;
GRANT CONNECT ON DATABASE duly TO duly_app, duly_pruner, duly_vault;
-- Temporal keeps its histories beside, and reads nothing of ours.
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE CONNECT ON DATABASE temporal, temporal_visibility FROM PUBLIC;
