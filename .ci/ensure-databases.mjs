// Installs PostgreSQL and MariaDB from Debian's packages where a fresh machine lacks them: tests start
// servers of their own. No service of the system is started or changed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

const POLICY = '/usr/sbin/policy-rc.d';

/** Folder of PostgreSQL's programs, the newest there is; undefined where there is none. */
export function postgresPrograms() {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions
    .map((version) => `${root}/${version}/bin`)
    .find((bin) => existsSync(`${bin}/initdb`));
}

/** MariaDB's server; undefined where there is none. */
export const mariadbServer = () =>
  ['/usr/sbin/mariadbd', '/usr/libexec/mariadbd'].find((path) => existsSync(path));

/**
 * @param {(...packages: string[]) => void} install
 * @param {(message: string) => never} stop
 */
export function ensureDatabases(install, stop) {
  const missing = [
    ...(postgresPrograms() === undefined ? ['postgresql'] : []),
    ...(mariadbServer() === undefined ? ['mariadb-server'] : []),
  ];
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    stop(
      `The database tests need ${missing.join(' and ')}.\n` +
        `Install them (Debian, Ubuntu: sudo apt-get install ${missing.join(' ')}); no service need run.`,
    );
  }
  // Packages of servers start them, unless this says no.
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    install(...missing);
  } finally {
    if (isOurs) rmSync(POLICY);
  }
}
