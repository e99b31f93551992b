import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportKind, importKinds } from '../../domain/import-kind.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { SecretField } from '../controls/secret-field.tsx';
import { TickBox } from '../controls/tick-box.tsx';

interface ChosenFileProps {
  readonly file: { readonly name: string; readonly bytes: number } | undefined;
  readonly busy: boolean;
  readonly onChoose: () => void;
}

/** Which file was chosen, and the way to another. */
export function ChosenFile({ file, busy, onChoose }: ChosenFileProps) {
  const { t } = useTranslation();
  return (
    <div className="chosen-file">
      {file !== undefined && (
        <p>
          <strong>{file.name}</strong>{' '}
          <span className="quiet">{t('import.size', { size: Math.max(1, Math.round(file.bytes / 1024)) })}</span>
        </p>
      )}
      <Button onPress={onChoose} busy={busy}>
        {t(file === undefined ? 'import.choose' : 'import.chooseOther')}
      </Button>
    </div>
  );
}

/** The fields whose secrets are read when they are needed, and kept nowhere else. */
export interface SeedFileSecrets {
  readonly password: RefObject<HTMLInputElement | null>;
  readonly preSharedKey: RefObject<HTMLInputElement | null>;
}

interface SeedFileFieldsProps extends SeedFileSecrets {
  readonly kind: ImportKind | undefined;
  readonly onKind: (kind: ImportKind) => void;
  readonly unchecked: boolean;
  readonly onUnchecked: (unchecked: boolean) => void;
}

/** What kind of file it is, and what opens it. */
export function SeedFileFields({ kind, onKind, unchecked, onUnchecked, password, preSharedKey }: SeedFileFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Choices
        label={t('import.kind')}
        choices={importKinds.map((value) => ({
          value,
          label: t(`import.kinds.${value}.name`),
          hint: t(`import.kinds.${value}.means`),
        }))}
        value={kind}
        onChange={onKind}
      />
      {kind === 'pskc' && (
        <div className="import-secrets">
          <SecretField
            label={t('import.password')}
            hint={t('import.passwordHint')}
            inputRef={password}
            autoComplete="off"
          />
          <SecretField
            label={t('import.preSharedKey')}
            hint={t('import.preSharedKeyHint')}
            inputRef={preSharedKey}
            autoComplete="off"
            mono
          />
          <TickBox
            label={t('import.unchecked')}
            hint={t('import.uncheckedHint')}
            isSelected={unchecked}
            onChange={onUnchecked}
          />
        </div>
      )}
    </>
  );
}

/** Lets an act have the secrets of the fields as bytes, and wipes them after it. */
export async function withFileSecrets(
  { password, preSharedKey }: SeedFileSecrets,
  act: (secrets: { password: Uint8Array<ArrayBuffer>; preSharedKey: Uint8Array<ArrayBuffer> }) => Promise<void>,
): Promise<void> {
  const encode = (field: RefObject<HTMLInputElement | null>) => new TextEncoder().encode(field.current?.value ?? '');
  const secrets = { password: encode(password), preSharedKey: encode(preSharedKey) };
  try {
    await act(secrets);
  } finally {
    secrets.password.fill(0);
    secrets.preSharedKey.fill(0);
  }
}
