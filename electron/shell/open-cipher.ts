/** The system's encryption for credentials; where it only pretends, there is none. */
import type { Cipher } from '../host/credentials/vault.ts';
import type { ElectronApi } from './electron-api.ts';

/**
 * After the app is ready. Undefined where the system has no safe place for the key: with `basic_text`,
 * a Linux without keyring, anybody who reads the file could read what is in it.
 */
export async function openCipher(
  { safeStorage }: Pick<ElectronApi, 'safeStorage'>,
  platform: NodeJS.Platform,
): Promise<Cipher | undefined> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return undefined;
  if (platform === 'linux') {
    const backend = safeStorage.getSelectedStorageBackend();
    if (backend === 'basic_text' || backend === 'unknown') return undefined;
  }
  return {
    encrypt: (text) => safeStorage.encryptStringAsync(text),
    decrypt: async (bytes) => (await safeStorage.decryptStringAsync(Buffer.from(bytes))).result,
  };
}
