/** Takes secrets out of texts: those that are known, and passwords within URLs. */

export interface Mask {
  /** Never stands in a masked text from now on. */
  readonly hide: (secret: string) => void;
  readonly mask: (text: string) => string;
}

const MASKED = '[secret]';

/** A shorter one is in every other word, and masking it would tell where it stands. */
const SHORTEST = 4;

/** What stands before the @ of a URL, behind the name. */
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/?#"']*):[^\s"']*@/gi;

export function createMask(): Mask {
  // Longest first: one may be the beginning of another.
  let hidden: string[] = [];
  return {
    hide: (secret) => {
      if (secret.length < SHORTEST) return;
      hidden = [...new Set([...hidden, ...formsOf(secret)])].sort((a, b) => b.length - a.length);
    },
    mask: (text) => {
      let masked = text;
      for (const secret of hidden) {
        if (masked.includes(secret)) masked = masked.replaceAll(secret, MASKED);
      }
      return masked.includes('://') ? masked.replace(URL_PASSWORD, `$1:${MASKED}@`) : masked;
    },
  };
}

/** As it is, within JSON, within JSON within JSON, within a URL, in base64. */
function formsOf(secret: string): string[] {
  const quoted = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    quoted,
    JSON.stringify(quoted).slice(1, -1),
    safely(() => encodeURIComponent(secret), secret),
    safely(() => encodeURI(secret), secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ];
}

function safely(work: () => string, otherwise: string): string {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
