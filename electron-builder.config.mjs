// How the desktop app is packaged, from dist/app, which .ci/build-desktop.mjs makes.
import { readFileSync } from 'node:fs';

const { devDependencies } = JSON.parse(
  readFileSync(new URL('package.json', import.meta.url), 'utf8'),
);

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'org.sluice.studio',
  productName: 'Sluice',
  copyright: 'The Sluice project, MIT',
  electronVersion: devDependencies.electron,
  directories: { app: 'dist/app', output: 'dist/package' },
  // What build-desktop has put there, and nothing beside.
  files: [
    'package.json',
    'dist/web/**',
    'dist/desktop/**',
    // Named by itself: electron-builder would choose by what npm says is installed.
    { from: 'node_modules', to: 'node_modules', filter: ['**/*'] },
  ],
  asar: true,
  // What the system itself loads must be a file.
  asarUnpack: ['**/*.{node,so,dylib,dll}', '**/*.so.*'],
  // build-desktop has chosen the packages, and their binaries are made for any Node.
  beforeBuild: () => false,
  publish: null,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  fileAssociations: [
    {
      ext: 'sluice.json',
      name: 'Sluice pipeline',
      description: 'Sluice pipeline',
      mimeType: 'application/vnd.sluice+json',
      role: 'Editor',
    },
  ],
  protocols: [{ name: 'Sluice pipeline', schemes: ['sluice'] }],
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Development',
    executableName: 'sluice-studio',
    synopsis: 'A visual pipeline studio',
    maintainer: 'The Sluice project',
  },
  deb: { packageName: 'sluice-studio' },
  mac: {
    target: ['dmg', 'zip'],
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
  },
  win: { target: ['nsis'] },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
};
