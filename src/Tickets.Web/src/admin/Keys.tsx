import { Alert, Badge, Button, Code, CopyButton, Modal, MultiSelect, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { useDirectorates } from '../api/names';
import { moment } from '../text/time';
import { Form, Section, Table, useChange } from './parts';
import { roles } from './Users';

type Wanted = { name: string; user: string | null; roles: string[]; directorate: string | null };

/** Keys by which machines, and people's own programs, come in. */
export function Keys() {
  const { t } = useTranslation();
  const keys = useQuery({ queryKey: ['api-keys'], queryFn: async () => (await ask(api.GET('/api/v1/api-keys'))).items });
  const users = useQuery({ queryKey: ['users'], queryFn: async () => (await ask(api.GET('/api/v1/users'))).items });
  const units = useDirectorates().data ?? [];
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [made, setMade] = useState<Schemas['IssuedKey'] | null>(null);
  const issue = useChange(
    (w: Wanted) => ask(api.POST('/api/v1/api-keys', { body: { name: w.name, user: w.user, roles: w.user ? [] : w.roles, directorate: w.user ? null : w.directorate } })),
    ['api-keys'],
    (key) => {
      setMade(key as Schemas['IssuedKey']);
      setWanted(null);
    },
  );
  const revoke = useChange((id: number) => ask(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } })), ['api-keys']);
  return (
    <>
      <Section title={t('admin.page.kunci')} hint={t('admin.keys.hint')} query={keys} action={<Button onClick={() => setWanted({ name: '', user: null, roles: ['reporting'], directorate: null })}>{t('admin.add')}</Button>}>
        {(items) => (
          <Table heads={[t('admin.keys.for'), t('admin.keys.may'), t('ticket.unit'), t('admin.keys.made'), '']}>
            {items.map((k) => (
              <tr key={k.id}>
                <td>
                  {k.name}
                  <div className="soft">{k.user ?? t('admin.keys.machine')}</div>
                </td>
                <td>{k.roles.map((r) => t(`role.${r}`)).join(', ')}</td>
                <td>{k.directorate ?? '–'}</td>
                <td className="soft">{moment(k.createdAt)}</td>
                <td>
                  {k.revokedAt ? (
                    <Badge color="gray">{t('admin.keys.revoked')}</Badge>
                  ) : (
                    <Button variant="subtle" color="red" onClick={() => revoke.mutate(k.id)} aria-label={`${t('admin.keys.revoke')}: ${k.name}`}>
                      {t('admin.keys.revoke')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={t('admin.keys.new')} opened={!!wanted} onClose={() => setWanted(null)} onSubmit={() => wanted && issue.mutate(wanted)} busy={issue.isPending} ready={!!wanted?.name.trim() && (!!wanted.user || wanted.roles.length > 0)} action={t('admin.keys.make')}>
        {wanted && (
          <>
            <TextInput label={t('admin.keys.for')} value={wanted.name} onChange={(e) => setWanted({ ...wanted, name: e.currentTarget.value })} maxLength={200} required />
            <Select label={t('admin.keys.who')} description={t('admin.keys.whoHint')} clearable searchable placeholder={t('admin.keys.machine')} value={wanted.user} data={(users.data ?? []).filter((u) => u.active).map((u) => ({ value: u.login, label: u.name }))} onChange={(v) => setWanted({ ...wanted, user: v })} />
            {!wanted.user && (
              <>
                <MultiSelect label={t('admin.users.roles')} value={wanted.roles} data={roles.map((r) => ({ value: r, label: t(`role.${r}`) }))} onChange={(r) => setWanted({ ...wanted, roles: r })} required />
                <Select label={t('ticket.unit')} clearable searchable value={wanted.directorate} data={units.map((u) => ({ value: u.code, label: u.name }))} onChange={(d) => setWanted({ ...wanted, directorate: d })} />
              </>
            )}
          </>
        )}
      </Form>
      <Modal opened={!!made} onClose={() => setMade(null)} title={made?.name} closeButtonProps={{ 'aria-label': t('act.close') }} size="lg">
        {made && (
          <div className="stack">
            <Alert color="yellow">{t('admin.keys.once')}</Alert>
            <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {made.key}
            </Code>
            <CopyButton value={made.key}>{({ copied, copy }) => <Button onClick={copy}>{t(copied ? 'act.copied' : 'act.copy')}</Button>}</CopyButton>
          </div>
        )}
      </Modal>
    </>
  );
}
