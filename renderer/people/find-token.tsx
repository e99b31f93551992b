import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Sign } from '../controls/sign.tsx';
import { CodeInput } from './code-input.tsx';

interface FindTokenProps {
  readonly onClose: () => void;
  readonly onFound: (serial: string) => void;
}

/** Whose is the token that somebody found: one touch says it. Nothing is changed, and the code is not used up. */
export function FindToken({ onClose, onFound }: FindTokenProps) {
  const { t } = useTranslation();
  const code = useRef<HTMLInputElement>(null);
  const [filled, setFilled] = useState(false);
  const [none, setNone] = useState(false);
  const find = useAdministrativeAction('account-tokens/find');
  const go = async () => {
    if (code.current === null) return;
    setNone(false);
    const done = await find.run({ code: code.current.value.trim() });
    code.current.value = '';
    setFilled(false);
    if (done === undefined) return;
    if (done.value.serial !== null) return onFound(done.value.serial);
    setNone(true);
    code.current.focus();
  };
  return (
    <ActFrame
      title={t('accounts.find.title')}
      before={t('accounts.find.before')}
      verb={t('accounts.find.verb')}
      busy={find.busy}
      failure={find.failure}
      ready={filled}
      onGo={() => void go()}
      onClose={onClose}
      result={undefined}
    >
      <CodeInput label={t('accounts.find.code')} inputRef={code} autoFocus onChange={setFilled} />
      {none && (
        <p className="fault" role="alert">
          <Sign meaning="refused">{t('accounts.find.none')}</Sign>
        </p>
      )}
    </ActFrame>
  );
}
