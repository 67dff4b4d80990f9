import { Alert, Button, Modal, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, told } from '../api/client';
import { sessionOf, useSession } from '../api/session';

/** A session that ends amid work asks for the password where one is: what was written stays. */
export function Expired({ listen }: { listen: (then: () => void) => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [error, setError] = useState<unknown>(null);
  const me = session.data?.me;

  useEffect(() => listen(() => setOpened(true)), [listen]);
  if (!me) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    try {
      const state = sessionOf(await ask(api.POST('/api/v1/session', { body: { login: me.login, password, code: code || null } })));
      queries.setQueryData(['session'], state);
      setOpened(false);
      setPassword('');
      void queries.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'session' });
    } catch (problem) {
      setError(problem);
    }
  };
  const problem = error ? told(error) : null;
  return (
    <Modal opened={opened} onClose={() => location.assign('/masuk')} title={t('expired.title')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={(e) => void submit(e)} className="stack">
        <p>{t('expired.kept', { name: me.name })}</p>
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
        {session.data?.singleSignOn && (
          // Who came by the provider has no password here; drafts wait in the browser meanwhile.
          <Button component="a" href={`/masuk/sso?ke=${encodeURIComponent(location.pathname + location.search)}`} size="sm" variant="default">
            {t('door.sso', { name: session.data.singleSignOn })}
          </Button>
        )}
      </form>
    </Modal>
  );
}
