import { Alert, Button, Modal, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, told } from '../api/client';
import { sessionOf } from '../api/session';

type Props = { login: string; name: string; singleSignOn: string | null; onDone: () => void };

/** Asks for the password of who was signed in: what was written stays. */
export default function Expired({ login, name, singleSignOn, onDone }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [error, setError] = useState<unknown>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    try {
      const state = sessionOf(await ask(api.POST('/api/v1/session', { body: { login, password, code: code || null } })));
      queries.setQueryData(['session'], state);
      onDone();
      void queries.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'session' });
    } catch (problem) {
      setError(problem);
    }
  };
  const problem = error ? told(error) : null;
  return (
    <Modal opened onClose={() => location.assign('/masuk')} title={t('expired.title')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={(e) => void submit(e)} className="stack">
        <p>{t('expired.kept', { name })}</p>
        {problem && (
          <Alert color="red" title={problem.title}>
            {problem.detail}
          </Alert>
        )}
        <PasswordInput label={t('door.password')} value={password} onChange={(e) => setPassword(e.currentTarget.value)} autoComplete="current-password" required data-autofocus />
        <PasswordInput label={t('expired.code')} value={code} onChange={(e) => setCode(e.currentTarget.value)} autoComplete="one-time-code" />
        <Button type="submit" size="sm">
          {t('door.enter')}
        </Button>
        {singleSignOn && (
          // Who came by the provider has no password here; drafts wait in the browser meanwhile.
          <Button component="a" href={`/masuk/sso?ke=${encodeURIComponent(location.pathname + location.search)}`} size="sm" variant="default">
            {t('door.sso', { name: singleSignOn })}
          </Button>
        )}
      </form>
    </Modal>
  );
}
