/** Elements in one expression: `h('button', { type: 'button', onclick }, 'Run')`. */

type Child = Node | string | undefined | false;

type Properties<Tag extends keyof HTMLElementTagNameMap> = Partial<
  Omit<HTMLElementTagNameMap[Tag], 'attributes' | 'style' | 'dataset' | 'children'>
> & {
  /** Attributes without a property, e.g. `aria-label`. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
};

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties<Tag> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  const { attributes = {}, data = {}, ...rest } = properties;
  Object.assign(element, rest);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  Object.assign(element.dataset, data);
  element.append(...children.filter(isPresent));
  return element;
}

const isPresent = (child: Child): child is Node | string => child !== undefined && child !== false;

/** An attribute that is absent when its value is undefined. */
export function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** A part of the page: built once, brought up to date by state. */
export interface View<State> {
  readonly element: HTMLElement;
  readonly update: (state: State) => void;
}

/** Calls `render` only when one of the parts that it reads has changed. */
export function onChange<State>(
  parts: (state: State) => readonly unknown[],
  render: (state: State) => void,
): (state: State) => void {
  let last: readonly unknown[] | undefined;
  return (state) => {
    const now = parts(state);
    if (last !== undefined && now.every((part, i) => part === last?.[i])) return;
    last = now;
    render(state);
  };
}
