export { FakeSlack } from './__testUtils__/fakeSlack';
