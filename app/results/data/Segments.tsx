/** A few choices side by side, one of them taken. */
import styles from './Segments.module.css';

export interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly detail?: string | undefined;
  }[];
  readonly onChange: (value: Value) => void;
}

export const Segments = <Value extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentsProps<Value>) => (
  <div className={styles.segments} role="group" aria-label={label}>
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        className={styles.segment}
        aria-pressed={option.value === value}
        onClick={() => onChange(option.value)}
      >
        {option.label}
        {option.detail === undefined ? null : <small>{option.detail}</small>}
      </button>
    ))}
  </div>
);
