@echo off
rem The same for Windows; see ci/build.sh.
setlocal
if "%~1"=="" exit /b 2
set OS_NAME=%~1
cd /d "%~dp0\.."
if not exist out\%OS_NAME%\packages mkdir out\%OS_NAME%\packages || exit /b 1
if not exist out\%OS_NAME%\reports mkdir out\%OS_NAME%\reports || exit /b 1
cmake -S . -B build\%OS_NAME% || exit /b 1
cmake --build build\%OS_NAME% --config Release --parallel || exit /b 1
pushd build\%OS_NAME% && cpack -C Release -B ..\..\out\%OS_NAME%\packages || exit /b 1
popd
rmdir /s /q out\%OS_NAME%\packages\_CPack_Packages
ctest --test-dir build\%OS_NAME% -C Release --output-junit "%CD%\out\%OS_NAME%\reports\ctest.xml"
