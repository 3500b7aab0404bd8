/** The studio in a browser: the File System Access API where there is one, else input and download. */
import { fileOpen, fileSave, supported } from 'browser-fs-access';
import { downloadBlob } from './download-blob.ts';
import { isOfHost } from './file-reference.ts';
import { PIPELINE_EXTENSION } from './host.ts';
import type { Host } from './host.ts';
import { allowed } from './permission.ts';

const PIPELINES = {
  mimeTypes: ['application/json'],
  extensions: [PIPELINE_EXTENSION, '.json'],
  id: 'sluice-pipeline',
} as const;

export const createBrowserHost = (description: string): Host => ({
  pickPipeline: async () => {
    const file = await unlessClosed(fileOpen({ ...pipelineOptions(), description }));
    if (file === undefined) return undefined;
    const { name, handle, lastModified } = file;
    const text = await file.text();
    return { name, text, modified: lastModified, ...(handle ? { handle } : {}) };
  },
  savePipeline: async (text, name, reference) => {
    // A file of a host that is not there: the person says where to write instead.
    const handle = isOfHost(reference) ? undefined : reference;
    const content = new Blob([text], { type: 'application/json' });
    if (handle !== undefined && !(await allowed(handle, 'readwrite'))) {
      throw new DOMException(`No permission to write ${handle.name}.`, 'NotAllowedError');
    }
    const options = { ...pipelineOptions(), description, fileName: name };
    const saved = await unlessClosed(fileSave(content, options, handle ?? null, true));
    if (saved === undefined) return undefined;
    if (saved === null) return { name };
    const modified = await modifiedOf(saved);
    return { name: saved.name, handle: saved, ...(modified === undefined ? {} : { modified }) };
  },
  hasChanged: async (handle, before) => {
    const modified = isOfHost(handle) ? undefined : await modifiedOf(handle);
    return modified !== undefined && before !== undefined && modified > before;
  },
  download: downloadBlob,
  copyText,
  persist: async () => {
    try {
      return await navigator.storage.persist();
    } catch {
      return false;
    }
  },
  estimate: async () => {
    try {
      const { usage, quota } = await navigator.storage.estimate();
      return usage === undefined || quota === undefined ? undefined : { usage, quota };
    } catch {
      return undefined;
    }
  },
});

const pipelineOptions = () => ({
  mimeTypes: [...PIPELINES.mimeTypes],
  // The file dialog of Chromium takes no extension with a dot in the middle.
  extensions: supported ? ['.json'] : [...PIPELINES.extensions],
  id: PIPELINES.id,
});

async function modifiedOf(handle: FileSystemFileHandle): Promise<number | undefined> {
  try {
    return (await handle.getFile()).lastModified;
  } catch {
    return undefined;
  }
}

/** A closed dialog is no failure. */
async function unlessClosed<T>(dialog: Promise<T>): Promise<T | undefined> {
  try {
    return await dialog;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return undefined;
    throw thrown;
  }
}

/** Where the Clipboard API is refused, the older way through a selection is tried. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.style.position = 'fixed';
    field.style.opacity = '0';
    document.body.append(field);
    field.select();
    try {
      return document.execCommand('copy');
    } catch {
      return false;
    } finally {
      field.remove();
    }
  }
}
