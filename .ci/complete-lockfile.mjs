// A registry mirror may lack the native packages of other platforms. npm then leaves them out of
// package-lock.json and `npm ci` refuses the very lockfile npm wrote (npm/cli#9846). This adds the
// entries npm left out, with the platform each is for, so that `npm ci` skips them here and
// installs them on the machines they are for. Run after any `npm install` that changed the
// lockfile: `npm run lock`.
import { readFileSync, writeFileSync } from 'node:fs';

const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const CPU = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** What a native package's name says of its platform, or undefined when it names none. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = OS.find((o) => words.includes(o));
  const cpu = CPU.find((c) => words.includes(c));
  if (os === undefined || cpu === undefined) return undefined;
  const libc = words.some((w) => w.startsWith('musl'))
    ? 'musl'
    : words.some((w) => w.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return { os: [os], cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }) };
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const { packages } = lock;
let added = 0;
for (const [owner, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const known =
      packages[`${owner}/node_modules/${name}`] !== undefined ||
      packages[`node_modules/${name}`] !== undefined;
    const platform = platformOf(name);
    if (known || platform === undefined || !/^\d/.test(version)) continue;
    const { libc, os, cpu } = platform;
    packages[`node_modules/${name}`] = {
      version,
      cpu,
      ...(entry.dev === true ? { dev: true } : {}),
      ...(libc === undefined ? {} : { libc }),
      optional: true,
      os,
    };
    added++;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
writeFileSync('package-lock.json', JSON.stringify(lock, null, 2) + '\n');
console.log(`package-lock.json: ${added} platform entries added`);
