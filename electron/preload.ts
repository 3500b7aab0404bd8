/** All that a page of the desktop app has of the machine: the transport of the host. */
import { contextBridge, ipcRenderer } from 'electron';
import type { IpcRendererEvent } from 'electron';
import type { HostTransport } from './host/api/host-api.ts';
import {
  BRIDGE,
  channelOf,
  CLOSED_CHANNEL,
  EVENT_CHANNEL,
  PROGRESS_CHANNEL,
} from './ipc-contract.ts';

const progressOf = new Map<number, (progress: unknown) => void>();
let calls = 0;

const transport: HostTransport = {
  call: async (name, params, onProgress) => {
    const id = calls++;
    progressOf.set(id, onProgress);
    try {
      return await ipcRenderer.invoke(channelOf(name), id, params);
    } finally {
      progressOf.delete(id);
    }
  },
  onEvent: (listener) => {
    ipcRenderer.on(EVENT_CHANNEL, (_event: IpcRendererEvent, event) => listener(event));
  },
  onClosed: (listener) => {
    ipcRenderer.on(CLOSED_CHANNEL, (_event: IpcRendererEvent, reason) => listener(reason));
  },
};

ipcRenderer.on(PROGRESS_CHANNEL, (_event: IpcRendererEvent, id: number, progress: unknown) =>
  progressOf.get(id)?.(progress),
);
contextBridge.exposeInMainWorld(BRIDGE, transport);
