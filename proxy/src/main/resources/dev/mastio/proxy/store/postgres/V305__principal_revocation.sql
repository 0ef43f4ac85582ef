-- Users and workloads from whom all access was taken. Their rows stay, with the pinned key, so that access can be given back.
ALTER TABLE local_user_principals ADD COLUMN revoked_at TEXT;
ALTER TABLE local_user_principals ADD COLUMN revoked_reason TEXT;
ALTER TABLE local_workload_principals ADD COLUMN revoked_at TEXT;
ALTER TABLE local_workload_principals ADD COLUMN revoked_reason TEXT;
