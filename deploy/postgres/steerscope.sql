-- The tables of a SteerScope cluster, in a schema of their own, and the statements by which Orleans' PostgreSQL providers
-- (clustering and grain storage, 10.4) use them. Safe to run again:
--   psql --set ON_ERROR_STOP=1 --file deploy/postgres/steerscope.sql "postgresql://user@host/database"
-- Orleans looks its statements up by name in a table called OrleansQuery, and fills in the parameters that start with @.

BEGIN;

-- Two silos may come here at the same moment.
SELECT pg_advisory_xact_lock(hashtext('steerscope schema'));

CREATE SCHEMA IF NOT EXISTS steerscope;

CREATE TABLE IF NOT EXISTS steerscope.OrleansQuery (
    QueryKey  text PRIMARY KEY,
    QueryText text NOT NULL
);

-- One row per cluster. Every change of its members counts the version up, and holds this row's lock while it does:
-- that is what makes the changes one after the other.
CREATE TABLE IF NOT EXISTS steerscope.cluster (
    cluster_id text PRIMARY KEY,
    version    integer NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS steerscope.member (
    cluster_id    text NOT NULL REFERENCES steerscope.cluster ON DELETE CASCADE,
    address       text NOT NULL,
    port          integer NOT NULL,
    generation    integer NOT NULL,
    name          text NOT NULL,
    host          text NOT NULL,
    status        integer NOT NULL,
    gateway_port  integer NOT NULL,
    suspects      text,
    started_at    timestamptz NOT NULL,
    alive_at      timestamptz NOT NULL,
    PRIMARY KEY (cluster_id, address, port, generation)
);

-- A grain is named by two numbers (integer and GUID keys), a text (string keys, extensions of the others), or both.
CREATE TABLE IF NOT EXISTS steerscope.grain_state (
    service_id text NOT NULL,
    type_hash  integer NOT NULL,
    type_name  text NOT NULL,
    key_hash   integer NOT NULL,
    key_high   bigint NOT NULL,
    key_low    bigint NOT NULL,
    key_text   text,
    payload    bytea,
    version    integer NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX IF NOT EXISTS grain_state_key ON steerscope.grain_state
    (key_hash, type_hash, key_high, key_low, service_id, type_name, (key_text IS NULL), (coalesce(key_text, '')));

INSERT INTO steerscope.OrleansQuery (QueryKey, QueryText) VALUES

-- Members -------------------------------------------------------------------------------------------------------------

('InsertMembershipVersionKey', $query$
    WITH made AS (
        INSERT INTO steerscope.cluster (cluster_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT EXISTS (SELECT FROM made);
$query$),

('InsertMembershipKey', $query$
    WITH counted AS (
        UPDATE steerscope.cluster SET version = version + 1, changed_at = now()
        WHERE cluster_id = @DeploymentId AND version = @Version
            AND NOT EXISTS (
                SELECT FROM steerscope.member
                WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING cluster_id
    ), added AS (
        INSERT INTO steerscope.member
            (cluster_id, address, port, generation, name, host, status, gateway_port, started_at, alive_at)
        SELECT cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM counted
        ON CONFLICT DO NOTHING
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM added);
$query$),

('UpdateMembershipKey', $query$
    WITH counted AS (
        UPDATE steerscope.cluster SET version = version + 1, changed_at = now()
        WHERE cluster_id = @DeploymentId AND version = @Version
            AND EXISTS (
                SELECT FROM steerscope.member
                WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING cluster_id
    ), changed AS (
        UPDATE steerscope.member SET status = @Status, suspects = @SuspectTimes, alive_at = @IAmAliveTime
        FROM counted
        WHERE member.cluster_id = counted.cluster_id AND address = @Address AND port = @Port AND generation = @Generation
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM changed);
$query$),

('UpdateIAmAlivetimeKey', $query$
    UPDATE steerscope.member SET alive_at = @IAmAliveTime
    WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation;
$query$),

('MembershipReadRowKey', $query$
    SELECT member.address AS Address, member.port AS Port, member.generation AS Generation, member.name AS SiloName,
        member.host AS HostName, member.status AS Status, member.gateway_port AS ProxyPort, member.suspects AS SuspectTimes,
        member.started_at AS StartTime, member.alive_at AS IAmAliveTime, cluster.version AS Version
    FROM steerscope.cluster
    LEFT JOIN steerscope.member
        ON member.cluster_id = cluster.cluster_id AND address = @Address AND port = @Port AND generation = @Generation
    WHERE cluster.cluster_id = @DeploymentId;
$query$),

('MembershipReadAllKey', $query$
    SELECT member.address AS Address, member.port AS Port, member.generation AS Generation, member.name AS SiloName,
        member.host AS HostName, member.status AS Status, member.gateway_port AS ProxyPort, member.suspects AS SuspectTimes,
        member.started_at AS StartTime, member.alive_at AS IAmAliveTime, cluster.version AS Version
    FROM steerscope.cluster
    LEFT JOIN steerscope.member ON member.cluster_id = cluster.cluster_id
    WHERE cluster.cluster_id = @DeploymentId;
$query$),

('GatewaysQueryKey', $query$
    SELECT address AS Address, gateway_port AS ProxyPort, generation AS Generation
    FROM steerscope.member
    WHERE cluster_id = @DeploymentId AND status = @Status AND gateway_port > 0;
$query$),

-- 3 is Active: whoever is, says when it is not.
('CleanupDefunctSiloEntriesKey', $query$
    DELETE FROM steerscope.member
    WHERE cluster_id = @DeploymentId AND status <> 3 AND greatest(alive_at, started_at) < @IAmAliveTime;
$query$),

('DeleteMembershipTableEntriesKey', $query$
    DELETE FROM steerscope.cluster WHERE cluster_id = @DeploymentId;
$query$),

-- States of grains: no row comes back when the version is another one, which Orleans takes for a second activation. -------

('ReadFromStorageKey', $query$
    SELECT payload AS PayloadBinary, version AS Version
    FROM steerscope.grain_state
    WHERE key_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
        AND service_id = @ServiceId AND type_name = @GrainTypeString AND key_text IS NOT DISTINCT FROM @GrainIdExtensionString;
$query$),

('WriteToStorageKey', $query$
    WITH changed AS (
        UPDATE steerscope.grain_state SET payload = @PayloadBinary, version = version + 1, changed_at = now()
        WHERE key_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
            AND service_id = @ServiceId AND type_name = @GrainTypeString AND key_text IS NOT DISTINCT FROM @GrainIdExtensionString
            AND version = @GrainStateVersion
        RETURNING version
    ), added AS (
        INSERT INTO steerscope.grain_state
            (service_id, type_hash, type_name, key_hash, key_high, key_low, key_text, payload)
        SELECT @ServiceId, @GrainTypeHash, @GrainTypeString, @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainIdExtensionString, @PayloadBinary
        WHERE @GrainStateVersion IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version
    )
    SELECT version AS NewGrainStateVersion FROM changed UNION ALL SELECT version FROM added;
$query$),

('ClearStorageKey', $query$
    UPDATE steerscope.grain_state SET payload = NULL, version = version + 1, changed_at = now()
    WHERE key_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
        AND service_id = @ServiceId AND type_name = @GrainTypeString AND key_text IS NOT DISTINCT FROM @GrainIdExtensionString
        AND version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion;
$query$),

('DeleteStorageKey', $query$
    DELETE FROM steerscope.grain_state
    WHERE key_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
        AND service_id = @ServiceId AND type_name = @GrainTypeString AND key_text IS NOT DISTINCT FROM @GrainIdExtensionString
        AND version = @GrainStateVersion
    RETURNING version + 1 AS NewGrainStateVersion;
$query$),

('SteerScopeSchemaVersion', '1')

ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;

COMMIT;
