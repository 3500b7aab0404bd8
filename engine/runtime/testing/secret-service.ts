/** A Secret Service of Linux of its own: the real one of GNOME, without a desktop, on a bus of its own. */
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface SecretService {
  /** Where its files are. */
  readonly home: string;
  /** Ends it and takes its secrets away; this process then has no keyring, as before. */
  readonly stop: () => Promise<void>;
}

const run = promisify(execFile);

/** What `.ci/ensure-test-tools.mjs` installs on Linux; other systems have keyrings of other kinds. */
export const hasSecretService = async (): Promise<boolean> =>
  process.platform === 'linux' &&
  (await Promise.all(
    ['dbus-daemon', 'gnome-keyring-daemon'].map((name) => run(name, ['--version'])),
  )
    .then(() => true)
    .catch(() => false));

/** Starts no services: the system's own keyring would take the place of one that is late. */
const BUS = `<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=${tmpdir()}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** Whether the keyring can be called by its name, which it takes a moment after it has started. */
async function isOwned(address: string): Promise<boolean> {
  const { stdout } = await run('dbus-send', [
    `--bus=${address}`,
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
    'string:org.freedesktop.secrets',
  ]);
  return stdout.includes('boolean true');
}

/** This process finds it from now on. */
export async function startSecretService(): Promise<SecretService> {
  const home = mkdtempSync(join(tmpdir(), 'sluice-keyring-'));
  const config = join(home, 'bus.conf');
  writeFileSync(config, BUS);
  const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((done) => bus.once('exit', () => done()));
  const address = await new Promise<string>((resolve, reject) => {
    bus.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    bus.once('error', reject);
    bus.once('exit', () => reject(new Error('dbus-daemon ended')));
  });
  const before = process.env['DBUS_SESSION_BUS_ADDRESS'];
  process.env['DBUS_SESSION_BUS_ADDRESS'] = address;
  // Gives the terminal back when it is unlocked, and ends with its bus.
  const keyring = run('gnome-keyring-daemon', ['--daemonize', '--unlock', '--components=secrets'], {
    env: { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home },
  });
  keyring.child.stdin?.end('of the keyring itself');
  await keyring;
  while (!(await isOwned(address)));
  return {
    home,
    stop: async () => {
      bus.kill();
      await ended;
      if (before === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS'];
      else process.env['DBUS_SESSION_BUS_ADDRESS'] = before;
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
