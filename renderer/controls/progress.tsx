import { ProgressBar } from 'react-aria-components/ProgressBar';

/** How far something is that takes longer than a blink; without a fraction, only that it goes on. */
export function Progress({ label, fraction }: { readonly label: string; readonly fraction?: number }) {
  const value = fraction === undefined ? undefined : Math.round(fraction * 100);
  return (
    <ProgressBar
      className="progress"
      aria-label={label}
      {...(value === undefined ? { isIndeterminate: true } : { value })}
    >
      <span className="quiet">{label}</span>
      <svg className="groove" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect x="0" y="0" width={value ?? 30} height="4" className={value === undefined ? 'wandering' : ''} />
      </svg>
    </ProgressBar>
  );
}
