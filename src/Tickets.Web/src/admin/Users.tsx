import { Alert, Badge, Button, Code, CopyButton, Modal, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { useDirectorates } from '../api/names';
import { moment } from '../text/time';
import { Form, Section, Table, useChange } from './parts';

type User = Omit<Schemas['ListedUser'], 'calendar' | 'deputy' | 'absentFrom' | 'absentUntil' | 'version'> & { version?: number };
const roles = ['admin-social', 'officer', 'supervisor', 'director', 'inspectorate', 'reporting', 'administrator'];
const fresh: User = { id: 0, login: '', name: '', roles: ['officer'], directorate: null, onDuty: true, active: true, openWork: 0 };

/** Staff: who may come in and what they may do. */
export function Users() {
  const { t } = useTranslation();
  const users = useQuery({ queryKey: ['users'], queryFn: async () => (await ask(api.GET('/api/v1/users'))).items });
  const units = useDirectorates().data ?? [];
  const [edited, setEdited] = useState<User | null>(null);
  const [invitation, setInvitation] = useState<(Schemas['SessionEndpointsInvitationBody'] & { login: string }) | null>(null);
  const save = useChange(
    (u: User) => {
      const body = { login: u.login, name: u.name, roles: u.roles, directorate: u.directorate, onDuty: u.onDuty, active: u.active, version: u.version } as never;
      return u.id === 0 ? ask(api.POST('/api/v1/users', { body })) : ask(api.PUT('/api/v1/users/{login}', { params: { path: { login: u.login } }, body }));
    },
    ['users', 'officers'],
    () => setEdited(null),
  );
  const invite = useChange(
    async (login: string) => ({ ...(await ask(api.POST('/api/v1/users/{login}/invitation', { params: { path: { login } } }))), login }),
    [],
    (result) => setInvitation(result as typeof invitation),
  );
  const signOut = useChange((login: string) => ask(api.DELETE('/api/v1/users/{login}/sessions', { params: { path: { login } } })), ['audit']);
  const set = (changes: Partial<User>) => setEdited((e) => e && { ...e, ...changes });
  return (
    <>
      <Section title={t('admin.page.pengguna')} hint={t('admin.users.hint')} query={users} action={<Button onClick={() => setEdited(fresh)}>{t('admin.users.add')}</Button>}>
        {(items) => (
          <Table heads={[t('admin.users.name'), t('admin.users.roles'), t('ticket.unit'), t('admin.users.state'), t('team.openWorkShort'), '']}>
            {items.map((u) => (
              <tr key={u.login}>
                <td>
                  <button type="button" className="link" onClick={() => setEdited(u)}>
                    {u.name}
                  </button>
                  <div className="soft">{u.login}</div>
                </td>
                <td>{u.roles.map((r) => t(`role.${r}`)).join(', ')}</td>
                <td>{u.directorate ?? '–'}</td>
                <td>
                  <Badge color={!u.active ? 'gray' : u.onDuty ? 'teal' : 'yellow'}>{t(!u.active ? 'admin.users.left' : u.onDuty ? 'admin.users.onDuty' : 'team.offDuty')}</Badge>
                </td>
                <td className="num">{u.openWork}</td>
                <td>
                  <div className="row" style={{ justifyContent: 'flex-end' }}>
                    <Button variant="default" disabled={!u.active} onClick={() => invite.mutate(u.login)}>
                      {t('admin.users.invite')}
                    </Button>
                    <Button variant="subtle" onClick={() => signOut.mutate(u.login)}>
                      {t('admin.users.signOut')}
                    </Button>
                  </div>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={edited?.id ? edited.name : t('admin.users.add')} opened={!!edited} onClose={() => setEdited(null)} onSubmit={() => edited && save.mutate(edited)} busy={save.isPending} ready={!!edited?.login && !!edited.name && edited.roles.length > 0}>
        {edited && (
          <>
            <TextInput label={t('door.login')} description={t('admin.users.loginHint')} value={edited.login} disabled={edited.id !== 0} onChange={(e) => set({ login: e.currentTarget.value.toLowerCase() })} maxLength={64} required />
            <TextInput label={t('admin.users.name')} value={edited.name} onChange={(e) => set({ name: e.currentTarget.value })} maxLength={200} required />
            <MultiSelect label={t('admin.users.roles')} value={[...edited.roles]} data={roles.map((r) => ({ value: r, label: t(`role.${r}`) }))} onChange={(r) => set({ roles: r })} required />
            <Select label={t('ticket.unit')} description={t('admin.users.unitHint')} clearable searchable value={edited.directorate} data={units.map((u) => ({ value: u.code, label: u.name }))} onChange={(d) => set({ directorate: d })} />
            <Switch label={t('admin.users.onDutyLong')} checked={edited.onDuty} onChange={(e) => set({ onDuty: e.currentTarget.checked })} />
            <Switch label={t('admin.users.activeLong')} checked={edited.active} onChange={(e) => set({ active: e.currentTarget.checked })} />
          </>
        )}
      </Form>
      <Modal opened={!!invitation} onClose={() => setInvitation(null)} title={t('admin.users.invitation', { login: invitation?.login })} closeButtonProps={{ 'aria-label': t('act.close') }} size="lg">
        {invitation && (
          <div className="stack">
            <Alert color="yellow">{t('admin.users.invitationHint', { at: moment(invitation.expiresAt) })}</Alert>
            <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {invitation.link}
            </Code>
            <CopyButton value={invitation.link}>{({ copied, copy }) => <Button onClick={copy}>{t(copied ? 'act.copied' : 'act.copy')}</Button>}</CopyButton>
          </div>
        )}
      </Modal>
    </>
  );
}
