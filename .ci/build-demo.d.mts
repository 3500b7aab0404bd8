export function buildDemo(options?: { readonly quiet?: boolean }): Promise<'built' | 'current'>;
