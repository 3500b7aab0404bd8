export declare function buildDesktop(options?: { quiet?: boolean }): Promise<'built' | 'current'>;
