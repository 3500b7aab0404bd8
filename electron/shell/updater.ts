/** Newer versions of the app: looked for when the person has allowed it, installed when the app ends. */

/** What is used of electron-updater, which is loaded only then. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  readonly checkForUpdatesAndNotify: () => Promise<unknown>;
}

export interface UpdateOptions {
  /** A package that is not published has nobody to ask. */
  readonly isPublished: boolean;
  /** `settings.updates`, off unless switched on. */
  readonly isWanted: () => Promise<boolean>;
  readonly load: () => Promise<Updater>;
  readonly onTrouble: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** @returns whether it has looked */
export async function lookForUpdates(options: UpdateOptions): Promise<boolean> {
  const { isPublished, isWanted, load, onTrouble } = options;
  try {
    if (!isPublished || !(await isWanted())) return false;
    const updater = await load();
    updater.autoDownload = true;
    updater.autoInstallOnAppQuit = true;
    updater.allowDowngrade = false;
    await updater.checkForUpdatesAndNotify();
    return true;
  } catch (error) {
    onTrouble('Newer versions could not be looked for.', { error: String(error) });
    return false;
  }
}
