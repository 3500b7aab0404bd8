/** Puts the policies in force on every page that the app ever shows, before it shows one. */
import type { Session, WebContents } from 'electron';
import {
  decideNavigation,
  decidePermission,
  decideWindowOpen,
  mayOpenExternally,
  mayRequest,
} from '../policies.ts';
import type { ElectronApi } from './electron-api.ts';

export function guardPages({ app, shell }: Pick<ElectronApi, 'app' | 'shell'>): void {
  const open = (url: string): void => {
    if (mayOpenExternally(url)) void shell.openExternal(url);
  };
  app.on('web-contents-created', (_event, contents) => guardContents(contents, open));
}

function guardContents(contents: WebContents, openInBrowser: (url: string) => void): void {
  contents.on('will-navigate', (event) => {
    if (decideNavigation(event.url, event.isMainFrame) === 'deny') event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (decideNavigation(event.url, event.isMainFrame) === 'deny') event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (decideWindowOpen(url) === 'browser') openInBrowser(url);
    return { action: 'deny' };
  });
}

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const { requestingUrl, isMainFrame } = details;
    callback(decidePermission({ permission, origin: requestingUrl, isMainFrame }));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, { isMainFrame }) =>
    decidePermission({ permission, origin, isMainFrame }),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !mayRequest(url) }));
}
