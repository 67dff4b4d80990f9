import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';
import id from './id.json';

const kept = localStorage.getItem('language');

void i18n.use(initReactI18next).init({
  resources: { id: { translation: id }, en: { translation: en } },
  lng: kept === 'en' ? 'en' : 'id',
  fallbackLng: 'id',
  interpolation: { escapeValue: false },
  returnNull: false,
});

export function speak(language: 'id' | 'en') {
  localStorage.setItem('language', language);
  document.documentElement.lang = language;
  return i18n.changeLanguage(language);
}

document.documentElement.lang = i18n.language;
export default i18n;
