/** The user docs of node types, each loaded when somebody reads it. */

const FILES = import.meta.glob<string>('../../../nodes/**/*.md', {
  query: '?raw',
  import: 'default',
});

const BY_TYPE: ReadonlyMap<string, () => Promise<string>> = new Map(
  Object.entries(FILES).flatMap(([path, load]) => {
    const [, category, name] = /\/nodes\/([\w-]+)\/([\w-]+)\/\2\.md$/.exec(path) ?? [];
    return category === undefined ? [] : [[`${category}.${name}`, load] as const];
  }),
);

/** undefined: the type has none. */
export const loadDocs = async (type: string): Promise<string | undefined> => BY_TYPE.get(type)?.();

/** The node type that a link between docs leads to: `../limit/limit.md` → `rows.limit`. */
export function linkedType(from: string, href: string): string | undefined {
  const [category = '', name = ''] = from.split('.');
  const url = new URL(href, `https://docs/${category}/${name}/${name}.md`);
  const [, found, inside] = /^\/([\w-]+)\/([\w-]+)\/\2\.md$/.exec(url.pathname) ?? [];
  const type = `${found}.${inside}`;
  return url.host === 'docs' && BY_TYPE.has(type) ? type : undefined;
}
