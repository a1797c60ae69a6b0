export * from './CatalogPeople';
