import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Runs exported programs one after another in this JVM. A line of stdin is `classes main argument…`, each
 * URL-encoded and separated by spaces; it is answered by `ok` or `error message`.
 */
public final class ProgramRunner {
  public static void main(String[] unused) throws Exception {
    PrintStream replies = System.out;
    System.setOut(System.err);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words =
          Arrays.stream(line.split(" "))
              .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
              .toArray(String[]::new);
      replies.println(run(words));
      replies.flush();
    }
  }

  private static String run(String[] words) throws Exception {
    URL[] classes = {new File(words[0]).toURI().toURL()};
    ClassLoader parent = ProgramRunner.class.getClassLoader();
    try (URLClassLoader loader = new URLClassLoader(classes, parent)) {
      Thread.currentThread().setContextClassLoader(loader);
      loader
          .loadClass(words[1])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(words, 2, words.length));
      return "ok";
    } catch (InvocationTargetException thrown) {
      return "error " + URLEncoder.encode(thrown.getCause().toString(), StandardCharsets.UTF_8);
    } finally {
      Thread.currentThread().setContextClassLoader(parent);
    }
  }
}
