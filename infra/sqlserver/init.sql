-- Runs at every start and changes nothing the second time.
-- sqlcmd reads $(TICKETS_DB_PASSWORD) from its environment.
IF DB_ID(N'Tickets') IS NULL
    CREATE DATABASE Tickets;
GO
-- Readers of long reports and writers of deliveries must not wait for each other.
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'Tickets' AND is_read_committed_snapshot_on = 0)
    ALTER DATABASE Tickets SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO
IF SUSER_ID(N'tickets') IS NULL
    CREATE LOGIN tickets WITH PASSWORD = N'$(TICKETS_DB_PASSWORD)', DEFAULT_DATABASE = Tickets;
ELSE
    ALTER LOGIN tickets WITH PASSWORD = N'$(TICKETS_DB_PASSWORD)';
GO
USE Tickets;
GO
IF USER_ID(N'tickets') IS NULL
    CREATE USER tickets FOR LOGIN tickets;
GO
-- Rows, and the schema because the Api migrates at start; nothing outside this database, no backups, no permissions for others.
ALTER ROLE db_datareader ADD MEMBER tickets;
ALTER ROLE db_datawriter ADD MEMBER tickets;
ALTER ROLE db_ddladmin ADD MEMBER tickets;
GO
