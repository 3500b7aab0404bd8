/** What the desktop app allows: every decision about what comes from a page or from outside, pure. */
import { isAbsolute, resolve } from 'node:path';

export const SCHEME = 'app';
/** The one origin of our pages. */
export const ORIGIN = `${SCHEME}://studio`;
export const START_URL = `${ORIGIN}/`;
export const LINK_SCHEME = 'sluice';
const DOCUMENT_EXTENSION = '.sluice.json';

/** Beyond it, a command line or a link is no use but an attack. */
const MOST_DOCUMENTS = 20;
/** Characters of a link that carries a pipeline; browsers cut longer ones. */
const LONGEST_LINK = 65_536;

export const SCHEME_PRIVILEGES = {
  standard: true,
  secure: true,
  supportFetchAPI: true,
  stream: true,
  codeCache: true,
} as const;

export const WEB_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  disableDialogs: false,
  spellcheck: false,
} as const;

/** What the studio uses: copying cells, and pasting steps. Everything else is refused. */
const PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-read', 'clipboard-sanitized-write']);

export interface PermissionQuestion {
  readonly permission: string;
  /** As Electron says it: with or without a slash at its end. */
  readonly origin: string;
  readonly isMainFrame: boolean;
}

export const decidePermission = ({
  permission,
  origin,
  isMainFrame,
}: PermissionQuestion): boolean =>
  isMainFrame && isOurOrigin(origin) && PERMISSIONS.has(permission);

/** A page may only be loaded again; whatever else it wants to become is refused. */
export function decideNavigation(url: string, isMainFrame: boolean): 'allow' | 'deny' {
  const parsed = parse(url);
  return isMainFrame &&
    parsed !== undefined &&
    isOurOrigin(url) &&
    (parsed.pathname === '/' || parsed.pathname === '/index.html')
    ? 'allow'
    : 'deny';
}

/** No page opens windows; what is on the web is for the browser. */
export const decideWindowOpen = (url: string): 'browser' | 'deny' =>
  mayOpenExternally(url) ? 'browser' : 'deny';

/** Handing addresses to the system starts programs: https only, and no passwords in them. */
export function mayOpenExternally(url: string): boolean {
  const parsed = parse(url);
  return (
    parsed?.protocol === 'https:' &&
    parsed.hostname !== '' &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

export interface Sender {
  /** Of the frame that speaks; undefined when it is gone already. */
  readonly url: string | undefined;
  readonly isTopFrame: boolean;
  readonly isOurWindow: boolean;
}

export const isTrustedSender = ({ url, isTopFrame, isOurWindow }: Sender): boolean =>
  isOurWindow && isTopFrame && url !== undefined && isOurOrigin(url);

/** Requests that pages of ours may make at all: the studio has all it needs in the app. */
export const mayRequest = (url: string): boolean =>
  /^(?:data|blob|devtools):/.test(url) || isOurOrigin(url);

/** `URL.origin` is `null` for schemes that Node does not know, so it is put together here. */
function isOurOrigin(url: string): boolean {
  const parsed = parse(url);
  return (
    parsed !== undefined &&
    `${parsed.protocol}//${parsed.host}` === ORIGIN &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** What is opened from outside. */
export type Opening =
  /** A file that a person chose: by a double click, in a dialog, on the command line. */
  | { readonly kind: 'file'; readonly path: string }
  /** A file that a link names: whoever wrote the link chose it, so the person is asked. */
  | { readonly kind: 'linked-file'; readonly path: string }
  /** A pipeline that is in the link itself, as the studio's own links have it. */
  | { readonly kind: 'pipeline'; readonly fragment: string };

/**
 * `sluice://open?file=<absolute path>` or `sluice://open?pipeline=<data of a link>`, exactly: one
 * parameter, once, no port, no user, no path, no fragment. Undefined for all else.
 */
export function parseDeepLink(link: string): Opening | undefined {
  if (link.length > LONGEST_LINK) return undefined;
  const match = /^sluice:\/\/open\/?\?(file|pipeline)=([^&#\s]+)$/.exec(link);
  const [, name, value = ''] = match ?? [];
  if (name === 'pipeline') {
    return /^[\w-]+$/.test(value) ? { kind: 'pipeline', fragment: `#p=${value}` } : undefined;
  }
  const path = name === 'file' ? decode(value) : undefined;
  return path !== undefined && isAbsolute(path) && isDocumentPath(path)
    ? { kind: 'linked-file', path }
    : undefined;
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** No control characters, and no server of a network: Windows would send it the person's name. */
export const isDocumentPath = (path: string): boolean =>
  path.toLowerCase().endsWith(DOCUMENT_EXTENSION) &&
  path.length <= 4096 &&
  !/\p{Cc}/u.test(path) &&
  !/^[\\/]{2}/.test(path);

/**
 * What a command line opens. Flags are left out, and so is all that is no pipeline: the app's own path
 * comes among the arguments when it is started by hand.
 * @param folder where relative paths start from
 */
export function openingsOf(argv: readonly string[], folder: string): readonly Opening[] {
  return argv
    .slice(1)
    .flatMap((argument): readonly Opening[] => {
      if (argument.startsWith('-')) return [];
      if (argument.startsWith(`${LINK_SCHEME}:`)) {
        const opening = parseDeepLink(argument);
        return opening === undefined ? [] : [opening];
      }
      return isDocumentPath(argument) ? [{ kind: 'file', path: resolve(folder, argument) }] : [];
    })
    .slice(0, MOST_DOCUMENTS);
}
