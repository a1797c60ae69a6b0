#include "greeting.h"

std::string greeting(const std::string& name) {
  return name.empty() ? "Hello!" : "Hello, " + name + "!";
}
