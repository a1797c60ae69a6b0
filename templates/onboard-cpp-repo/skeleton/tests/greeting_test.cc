#include <iostream>
#include <string>

#include "greeting.h"

int main(int argc, char** argv) {
  const bool named = argc > 1 && std::string(argv[1]) == "name";
  const std::string got = greeting(named ? "Ada" : "");
  const std::string wanted = named ? "Hello, Ada!" : "Hello!";
  if (got == wanted) return 0;
  std::cerr << "got " << got << ", wanted " << wanted << "\n";
  return 1;
}
