import { Badge, Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { useSavedReplies } from '../api/names';
import { number } from '../text/time';
import { Form, Section, Table, useChange } from './parts';

type Template = Schemas['ListedTemplate'];
type Reply = Schemas['ListedReply'];

/** Words that go out by themselves. */
export function Templates() {
  const { t } = useTranslation();
  const templates = useQuery({ queryKey: ['templates'], queryFn: async () => (await ask(api.GET('/api/v1/templates'))).items });
  const [edited, setEdited] = useState<Template | null>(null);
  const save = useChange((x: Template) => ask(api.PUT('/api/v1/templates/{code}/{language}', { params: { path: { code: x.code, language: x.language } }, body: { text: x.text } as never })), ['templates'], () => setEdited(null));
  const reset = useChange((x: Template) => ask(api.DELETE('/api/v1/templates/{code}/{language}', { params: { path: { code: x.code, language: x.language } } })), ['templates'], () => setEdited(null));
  return (
    <>
      <Section title={t('admin.page.templat')} hint={t('admin.templates.hint')} query={templates}>
        {(items) => (
          <Table heads={[t('admin.templates.which'), t('admin.templates.text'), '']}>
            {items.map((x) => (
              <tr key={x.code + x.language}>
                <td style={{ whiteSpace: 'nowrap' }}>
                  <button type="button" className="link" onClick={() => setEdited(x)}>
                    {t(`template.${x.code.replace('.', '_')}`, { defaultValue: x.code })}
                  </button>
                  <div className="soft">{t(`language.${x.language}`)}</div>
                </td>
                <td>
                  <div className="clamp">{x.text}</div>
                </td>
                <td>{x.changed && <Badge color="yellow">{t('admin.templates.own')}</Badge>}</td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={edited ? t(`template.${edited.code.replace('.', '_')}`, { defaultValue: edited.code }) : ''} opened={!!edited} onClose={() => setEdited(null)} onSubmit={() => edited && save.mutate(edited)} busy={save.isPending} ready={!!edited?.text.trim()}>
        {edited && (
          <>
            <Textarea label={t(`language.${edited.language}`)} value={edited.text} onChange={(e) => setEdited({ ...edited, text: e.currentTarget.value })} minRows={6} maxRows={14} maxLength={4000} required />
            <p className="soft">
              {t('admin.templates.must')}: {edited.must.map((m) => `{${m}}`).join(' ')} · {t('admin.templates.may')}: {edited.may.map((m) => `{${m}}`).join(' ')} · {number(edited.text.length)}
            </p>
            {edited.changed && (
              <Button variant="light" color="red" loading={reset.isPending} onClick={() => reset.mutate(edited)}>
                {t('admin.templates.reset')}
              </Button>
            )}
          </>
        )}
      </Form>
    </>
  );
}

/** Words that people say often. */
export function SavedRepliesAdmin() {
  const { t } = useTranslation();
  const replies = useSavedReplies();
  const [edited, setEdited] = useState<(Reply & { isNew?: boolean }) | null>(null);
  const save = useChange((r: Reply) => ask(api.PUT('/api/v1/saved-replies/{code}', { params: { path: { code: r.code } }, body: { title: r.title, text: r.text } })), ['saved-replies'], () => setEdited(null));
  const remove = useChange((code: string) => ask(api.DELETE('/api/v1/saved-replies/{code}', { params: { path: { code } } })), ['saved-replies'], () => setEdited(null));
  return (
    <>
      <Section title={t('admin.page.balasan')} hint={t('admin.replies.hint')} query={replies} action={<Button onClick={() => setEdited({ code: '', title: '', text: '', isNew: true })}>{t('admin.add')}</Button>} empty={t('composer.noneSaved')}>
        {(items) => (
          <Table heads={[t('admin.code'), t('admin.replies.title'), t('admin.templates.text')]}>
            {items.map((r) => (
              <tr key={r.code}>
                <td>
                  <button type="button" className="link" onClick={() => setEdited(r)}>
                    /{r.code}
                  </button>
                </td>
                <td>{r.title}</td>
                <td>
                  <div className="clamp">{r.text}</div>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <Form title={edited?.title || t('admin.page.balasan')} opened={!!edited} onClose={() => setEdited(null)} onSubmit={() => edited && save.mutate(edited)} busy={save.isPending} ready={!!edited?.code && !!edited.title && !!edited.text}>
        {edited && (
          <>
            <TextInput label={t('admin.code')} description={t('admin.replies.codeHint')} value={edited.code} disabled={!edited.isNew} onChange={(e) => setEdited({ ...edited, code: e.currentTarget.value.toLowerCase() })} maxLength={32} required />
            <TextInput label={t('admin.replies.title')} value={edited.title} onChange={(e) => setEdited({ ...edited, title: e.currentTarget.value })} maxLength={200} required />
            <Textarea label={t('admin.templates.text')} description={t('admin.replies.textHint')} value={edited.text} onChange={(e) => setEdited({ ...edited, text: e.currentTarget.value })} minRows={5} maxLength={4000} required />
            {!edited.isNew && (
              <Button variant="light" color="red" loading={remove.isPending} onClick={() => remove.mutate(edited.code)}>
                {t('act.delete')}
              </Button>
            )}
          </>
        )}
      </Form>
    </>
  );
}
