import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';

/** What became of an act; it takes the focus, so that it is read out too. */
export function ActResult({ onClose, children }: { readonly onClose: () => void; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  // In the same breath as it is drawn: an Escape that follows at once must find the dialog.
  useLayoutEffect(() => place.current?.focus(), []);
  return (
    <div className="column">
      <div ref={place} tabIndex={-1} className="act-result" role="status">
        {children}
      </div>
      <div className="dialog-foot">
        <Button kind="main" onPress={onClose}>
          {t('accounts.close')}
        </Button>
      </div>
    </div>
  );
}
