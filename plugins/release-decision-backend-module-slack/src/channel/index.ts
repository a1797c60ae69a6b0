export * from './PostOnce';
export * from './SlackChannel';
export * from './chooseChannel';
