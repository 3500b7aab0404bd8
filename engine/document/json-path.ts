/** JSON paths as diagnostics show them: `nodes.late.params`, `expressions[0].expression`, `map["total price"]`. */

export type PathPart = string | number;
export type Path = readonly PathPart[];

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;

export const formatPath = (path: Path): string =>
  path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!PLAIN_KEY.test(part)) return `[${JSON.stringify(part)}]`;
      return i === 0 ? part : `.${part}`;
    })
    .join('');

const PART = /\.?([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/uy;

/** `casts[0].type`, `map["total price"]` as parts; undefined for what is no path. */
export function parsePath(text: string): Path | undefined {
  const parts: (string | number)[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const [, key, index, quoted] = PART.exec(text) ?? [];
    if (key !== undefined) parts.push(key);
    else if (index !== undefined) parts.push(Number(index));
    else if (quoted !== undefined) parts.push(JSON.parse(quoted) as string);
    else return undefined;
  }
  return parts;
}
