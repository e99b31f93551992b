import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { udevRepair } from '../settings/udev-repair.ts';

/** The exact fix for a token that the operating system does not let Keydesk open. */
export function PermissionFix() {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const select = (element: HTMLElement) => {
    window.getSelection()?.selectAllChildren(element);
  };
  const copy = () => {
    const element = document.getElementById('permission-fix');
    if (element === null) return;
    select(element);
    setCopied(document.execCommand('copy'));
    announce(t('ceremony.token.copied'));
  };
  return (
    <div className="stack">
      <pre id="permission-fix" className="mono small fix">
        {udevRepair}
      </pre>
      <div className="row">
        <Button onPress={copy}>{t('ceremony.token.copyFix')}</Button>
        {copied && <span className="quiet">{t('ceremony.token.copied')}</span>}
      </div>
    </div>
  );
}
