// Judges answers with JavaRosa, the engine of ODK Collect, as packed in ODK Validate.
// Run: java -cp ODK_Validate.jar JavaRosaOracle.java form.xml
// Standard input: one "path TAB value" a line, an empty line after each response.
// With a number after the form, each response is judged so often and only the milliseconds of the fastest half of
// the runs are printed, on average.
// Standard output, for each response: "path TAB relevant TAB required TAB valid TAB value" a question, then an empty line.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.IFormElement;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.data.AnswerDataFactory;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectMultiData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.xform.util.XFormUtils;

public class JavaRosaOracle {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream silent = new PrintStream(PrintStream.nullOutputStream());
        System.setOut(silent);

        new org.javarosa.model.xform.XFormsModule().registerModule();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Map<String, String> answers = new LinkedHashMap<>();
        String line;
        while ((line = in.readLine()) != null) {
            if (line.isEmpty()) {
                if (arguments.length > 1) {
                    out.println(time(arguments[0], answers, Integer.parseInt(arguments[1])));
                } else {
                    judge(arguments[0], answers, out);
                }
                answers.clear();
            } else {
                String[] parts = line.split("\t", 2);
                answers.put(parts[0], parts[1]);
            }
        }
    }

    static void judge(String path, Map<String, String> answers, PrintStream out) throws Exception {
        judge(XFormUtils.getFormFromFormXml(path, null), answers, out);
    }

    static void judge(FormDef form, Map<String, String> answers, PrintStream out) {
        form.initialize(true, new InstanceInitializationFactory());
        Map<String, QuestionDef> questions = new LinkedHashMap<>();
        collect(form, questions);
        List<TreeElement> leaves = new ArrayList<>();
        leaves(form.getMainInstance().getRoot(), leaves);
        for (TreeElement leaf : leaves) {
            String name = leaf.getRef().toString(false);
            String text = answers.get(name);
            if (text != null) {
                form.setValue(data(questions.get(name), leaf, text), leaf.getRef(), true);
            }
        }
        for (TreeElement leaf : leaves) {
            TreeReference reference = leaf.getRef();
            IAnswerData value = leaf.getValue();
            boolean valid = value == null || form.evaluateConstraint(reference, value);
            String text = value == null ? "" : value.uncast().getString();
            out.println(reference.toString(false) + "\t" + leaf.isRelevant() + "\t" + leaf.isRequired() + "\t" + valid + "\t" + text);
        }
        out.println();
    }

    static double time(String path, Map<String, String> answers, int repeats) throws Exception {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        double[] taken = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            FormDef fresh = XFormUtils.getFormFromFormXml(path, null);
            long start = System.nanoTime();
            judge(fresh, answers, nowhere);
            taken[i] = (System.nanoTime() - start) / 1e6;
        }
        java.util.Arrays.sort(taken);
        double sum = 0;
        for (int i = 0; i < repeats / 2; i++) {
            sum += taken[i];
        }
        return sum / (repeats / 2);
    }

    static void collect(IFormElement element, Map<String, QuestionDef> questions) {
        if (element instanceof QuestionDef) {
            TreeReference reference = (TreeReference) element.getBind().getReference();
            questions.put(reference.toString(false), (QuestionDef) element);
        }
        if (element.getChildren() != null) {
            for (IFormElement child : element.getChildren()) {
                collect(child, questions);
            }
        }
    }

    static void leaves(TreeElement element, List<TreeElement> found) {
        for (int i = 0; i < element.getNumChildren(); i++) {
            TreeElement child = element.getChildAt(i);
            if (child.getNumChildren() == 0) {
                found.add(child);
            } else if (!child.getName().equals("meta")) {
                leaves(child, found);
            }
        }
    }

    static IAnswerData data(QuestionDef question, TreeElement leaf, String text) {
        int control = question == null ? Constants.CONTROL_INPUT : question.getControlType();
        if (control == Constants.CONTROL_SELECT_ONE) {
            return new SelectOneData(new Selection(text));
        }
        if (control == Constants.CONTROL_SELECT_MULTI || control == Constants.CONTROL_RANK) {
            List<Selection> chosen = new ArrayList<>();
            for (String word : text.split(" ")) {
                chosen.add(new Selection(word));
            }
            return control == Constants.CONTROL_RANK ? new MultipleItemsData(chosen) : new SelectMultiData(chosen);
        }
        return AnswerDataFactory.template(control, leaf.getDataType()).cast(new UncastData(text));
    }
}
