import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from './session.ts';

interface MayProps {
  readonly right: string;
  /** Draws the control: disabled when it may not be used, and described by the reason that stands beside it. */
  readonly children: (control: { readonly isDisabled: boolean; readonly 'aria-describedby'?: string }) => ReactNode;
}

/** A control that needs a right. What may not be done is shown disabled, with the right that is missing. */
export function May({ right, children }: MayProps) {
  const { t } = useTranslation();
  const id = useId();
  if (useMay(right)) return children({ isDisabled: false });
  return (
    <span className="may-not">
      {children({ isDisabled: true, 'aria-describedby': id })}
      <span id={id} className="quiet small">
        {t('administration.needs', { right })}
      </span>
    </span>
  );
}
