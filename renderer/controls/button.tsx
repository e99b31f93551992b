import { type ReactNode, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import { useTranslation } from 'react-i18next';
import { useKeptFocus } from './kept-focus.ts';

export interface ButtonProps {
  readonly children: ReactNode;
  /**
   * `main`: the likely one, once on a screen; `plain`: as quiet as a link; `refuse`: ends something for a person, and is
   * pressed by Enter only where it has the focus.
   */
  readonly kind?: 'main' | 'second' | 'plain' | 'refuse' | 'refuse-main';
  readonly type?: 'button' | 'submit';
  /** The key that does the same, written on the button. */
  readonly keyName?: 'Enter' | 'Escape';
  readonly isDisabled?: boolean;
  /** Under way: keeps its place and focus, does nothing when pressed again. */
  readonly busy?: boolean;
  readonly onPress?: () => void;
  readonly autoFocus?: boolean;
  readonly form?: string;
  readonly slot?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
}

export function Button(props: ButtonProps) {
  const { children, kind = 'second', keyName, busy = false, type = 'button', onPress, ...rest } = props;
  const { t } = useTranslation();
  const isFollowed = keyName === 'Enter' && !kind.startsWith('refuse');
  const control = useRef<HTMLButtonElement>(null);
  useKeptFocus(control, rest.isDisabled === true);
  return (
    <AriaButton
      {...rest}
      ref={control}
      type={type}
      className="button"
      data-kind={kind}
      data-enter={isFollowed || undefined}
      aria-disabled={busy}
      onPress={() => {
        if (!busy) onPress?.();
      }}
    >
      {children}
      {busy && <ProgressBar className="unseen" aria-label={t('loading')} isIndeterminate />}
      {(isFollowed || keyName === 'Escape') && <kbd data-key={t(`key.${keyName}`)} />}
    </AriaButton>
  );
}
