import type { EngineFailure } from '../../contract/errors.ts';
import type { OpenedSplit } from '../task-parts.ts';

export interface ReadableSplit extends OpenedSplit {
  /**
   * An error of a query over the split, told in terms of its file: line, column, value. Gives the same
   * failure back when the file is not to blame. Call before `close`.
   */
  readonly explain: (failure: EngineFailure) => Promise<EngineFailure>;
}
