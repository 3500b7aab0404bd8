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
