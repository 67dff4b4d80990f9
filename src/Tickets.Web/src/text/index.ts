import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';
import id from './id.json';

const kept = () => (localStorage.getItem('language') === 'en' ? 'en' : 'id');

void i18n.use(initReactI18next).init({
  resources: { id: { translation: id }, en: { translation: en } },
  lng: kept(),
  fallbackLng: 'id',
  interpolation: { escapeValue: false },
  returnNull: false,
});

/** Switches the language here and in every other window of this browser. */
export function speak(language: 'id' | 'en') {
  localStorage.setItem('language', language);
  return i18n.changeLanguage(language);
}

/** Another window may have switched. */
export const speakAsKept = () => (kept() === i18n.language ? Promise.resolve() : i18n.changeLanguage(kept()).then(() => undefined));

i18n.on('languageChanged', (language) => (document.documentElement.lang = language));
document.documentElement.lang = i18n.language;
export default i18n;
