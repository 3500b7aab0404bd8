/** A field for an expression without any help. */
import styles from './PlainEditor.module.css';
import type { ExpressionEditorProps } from './editor-props.ts';

export const PlainEditor = ({
  value,
  onChange,
  onBlur,
  onFocus,
  label,
  multiline = false,
  readOnly = false,
  placeholder,
  describedBy,
  problems,
}: ExpressionEditorProps & { readonly onFocus?: () => void }) => (
  <textarea
    className={styles.field}
    aria-label={label}
    aria-describedby={describedBy}
    aria-invalid={problems.some(({ severity }) => severity === 'error')}
    readOnly={readOnly}
    rows={multiline ? 5 : 1}
    value={value}
    placeholder={placeholder}
    spellCheck={false}
    autoCapitalize="off"
    onChange={(event) => onChange(event.target.value)}
    onFocus={onFocus}
    onBlur={onBlur}
    onKeyDown={(event) => {
      if (event.key === 'Enter' && !multiline) event.preventDefault();
    }}
  />
);
