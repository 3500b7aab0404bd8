/** A tape of numbers that decides everything in a random plan: shorter and smaller is simpler. */
export class Choices {
  readonly #tape: readonly number[];
  #position = 0;

  constructor(tape: readonly number[]) {
    this.#tape = tape;
  }

  /** A number below `count`; 0 once the tape has ended. */
  below(count: number): number {
    const next = this.#tape[this.#position] ?? 0;
    this.#position += 1;
    return next % count;
  }

  get ended(): boolean {
    return this.#position >= this.#tape.length;
  }

  /** True about once in so many times. */
  oneIn(count: number): boolean {
    return this.below(count) === count - 1;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  /** Some of the items, in order, at least `least`. */
  some<T>(items: readonly T[], least = 0): T[] {
    const chosen = items.filter(() => this.below(2) === 1);
    return chosen.length >= least ? chosen : items.slice(0, least);
  }
}
