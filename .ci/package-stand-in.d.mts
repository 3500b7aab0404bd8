export declare function packageStandIn(): Promise<{
  /** As installed: the binary, and `resources/app.asar`. */
  readonly folder: string;
  readonly remove: () => void;
}>;
