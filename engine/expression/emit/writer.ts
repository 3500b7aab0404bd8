/** Text under construction, with the places that came from what the user typed. */
import type { Span } from '../../contract/expression.ts';

/** A range of emitted text and the user's text that it came from. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly span: Span;
}

export class Writer {
  private readonly parts: string[] = [];
  private readonly marked: Mark[] = [];
  private length = 0;

  write(text: string): void {
    this.parts.push(text);
    this.length += text.length;
  }

  /** Runs `body` and marks what it writes. An outer mark comes before those inside it. */
  mark(span: Span | undefined, body: () => void): void {
    if (span === undefined) {
      body();
      return;
    }
    const index = this.marked.length;
    const start = this.length;
    this.marked.push({ start, end: start, span });
    body();
    this.marked[index] = { start, end: this.length, span };
  }

  /** Writes items with a separator between them. */
  join<T>(items: readonly T[], separator: string, write: (item: T) => void): void {
    items.forEach((item, i) => {
      if (i > 0) this.write(separator);
      write(item);
    });
  }

  finish(): { text: string; marks: readonly Mark[] } {
    return { text: this.parts.join(''), marks: this.marked };
  }
}
