export * from './CatalogOwners';
export * from './SlackPeople';
