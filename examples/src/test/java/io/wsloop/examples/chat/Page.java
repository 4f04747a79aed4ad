package io.wsloop.examples.chat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The chat's page in a browser without a window, in the words of the person in front of it. */
final class Page implements AutoCloseable {
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    private Page(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Both paths are given, so that Selenium neither looks for a browser nor fetches one. */
    static Page start() {
        // It warns of every browser that is newer than itself.
        SELENIUM.setLevel(Level.SEVERE);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(installed("chromedriver"))
                .usingAnyFreePort()
                .withLogOutput(OutputStream.nullOutputStream())
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(installed("chromium"));
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en-GB");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        return new Page(new ChromeDriver(service, options));
    }

    private static File installed(String name) {
        File file = new File(System.getProperty("wsloop." + name, "/usr/bin/" + name));
        if (!file.canExecute()) {
            throw new IllegalStateException("expected " + file + ": install Debian's chromium and chromium-driver,"
                    + " or say where it is with -Dwsloop." + name);
        }
        return file;
    }

    @Override
    public void close() {
        driver.quit();
    }

    /** A tab without a past, showing the page. */
    void open(URI uri) {
        desktop();
        driver.get(uri.toString());
        driver.executeScript("sessionStorage.clear()");
        driver.navigate().refresh();
        await("the door", d -> shown("name"));
    }

    void reload() {
        driver.navigate().refresh();
    }

    void leaveSite() {
        driver.get("about:blank");
    }

    void desktop() {
        size(1180, 760, false);
    }

    void phone() {
        size(390, 780, true);
    }

    private void size(int width, int height, boolean mobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    void enterAs(String name) {
        awaitState("connected");
        tryName(name);
        await("the room", d -> shown("text"));
    }

    void tryName(String name) {
        retype("name", name);
        press(Keys.ENTER);
    }

    String nameError() {
        return await("a reason at the name", d -> emptyToNull(text("name-error")));
    }

    void say(String text) {
        WebElement field = element("text");
        field.click();
        // What Enter would send before the end, Shift and Enter writes.
        field.sendKeys(text.replace("\n", Keys.chord(Keys.SHIFT, Keys.ENTER)));
        field.sendKeys(Keys.ENTER);
    }

    void retype(String id, String text) {
        WebElement field = element(id);
        field.clear();
        field.sendKeys(text);
    }

    /** To whatever has the focus. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    String focused() {
        return String.valueOf(driver.executeScript(
                "const a = document.activeElement; return a.id || a.dataset.room || a.type || a.tagName"));
    }

    void click(String id) {
        await("a clickable " + id, d -> {
            element(id).click();
            return true;
        });
    }

    void goTo(String room) {
        By button = By.cssSelector("#rooms button[data-room='" + room + "']");
        await("the room " + room + " in the list", d -> {
            driver.findElement(button).click();
            return true;
        });
        awaitRoom(room);
    }

    void awaitRoom(String room) {
        awaitText("room-title", "# " + room);
    }

    void awaitState(String state) {
        await(
                "the state " + state,
                d -> state.equals(driver.executeScript("return document.documentElement.dataset.connection")));
    }

    void awaitLog(String text) {
        awaitText("log", text);
    }

    void awaitText(String id, String text) {
        await("\"" + text + "\" in " + id, d -> text(id).contains(text));
    }

    <T> T await(String what, Function<ChromeDriver, T> condition) {
        return new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> "expected " + what + "; the page shows: " + text("chat") + text("door"))
                .ignoring(NoSuchElementException.class)
                .ignoring(StaleElementReferenceException.class)
                .ignoring(org.openqa.selenium.ElementNotInteractableException.class)
                .until(d -> condition.apply(driver));
    }

    /** Texts of the messages, as they are in the document. */
    List<String> messages() {
        return driver.findElements(By.cssSelector("#log .text")).stream()
                .map(WebElement::getText)
                .toList();
    }

    String text(String id) {
        return element(id).getText();
    }

    String value(String id) {
        return String.valueOf(element(id).getDomProperty("value"));
    }

    boolean shown(String id) {
        return element(id).isDisplayed();
    }

    String attribute(String id, String name) {
        return String.valueOf(element(id).getDomAttribute(name));
    }

    Object script(String script) {
        return driver.executeScript(script);
    }

    private WebElement element(String id) {
        return driver.findElement(By.id(id));
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    String otherTab(URI uri) {
        String first = driver.getWindowHandle();
        Object stored = driver.executeScript("return sessionStorage.getItem('wsloop-chat')");
        driver.switchTo().newWindow(org.openqa.selenium.WindowType.TAB);
        driver.get(uri.toString());
        // As a browser does when it duplicates a tab.
        driver.executeScript("sessionStorage.setItem('wsloop-chat', arguments[0])", stored);
        driver.navigate().refresh();
        return first;
    }

    void closeTabAndReturnTo(String handle) {
        driver.close();
        driver.switchTo().window(handle);
    }

    String switchTo(String handle) {
        String here = driver.getWindowHandle();
        driver.switchTo().window(handle);
        return here;
    }

    /** Errors that the browser noted, but for those of a server that is away on purpose. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(line -> !line.contains("WebSocket connection to"))
                .toList();
    }

    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }
}
